/** A made-up instance for the tests: two technicians, three requests, tools and parts short. */
export const INSTANCE = `A1

INFO
CREW COUNT  SKILLS  TOOLS   SPARE PARTS
2       2      2      2

DEPOT TECHNICIANS AND REQUESTS
ID   X     Y     TWS    TWE    Serv   SKILLS  TOOLS   SPARE PARTS
0    0     0     0      100    0      []      []      []
1    0     10    0      100    0      [0,1]   []      [1,0]
2    30    0     0      100    0      [1]     [0,1]   [0,2]
3    10    0     0      90     10     [0]     []      [1,0]
4    20.5  0     30     40     5      [1]     [1]     [0,1]
5    0     20    20     100    5      [0]     []      [1,0]
`;

export const RELEASES = `# Instance A1 - 2 dynamic requests - 1 static request
Dyn   Stat
2     1
ID    RD
3     -1
4     12
5     0
`;
