/**
 * `npm run basemap -- --streets FILE [--land FILE] [--parks FILE] [--water FILE] [--attribution TEXT]`: makes the map of
 * one's own city, which is drawn wherever no tile server is set.
 */
import { parseArgs } from 'node:util';
import { readConfig } from './config.ts';
import { convert, keepMap, type Layer } from './features/basemap/index.ts';
import { readJsonFile } from './platform/files/json-file.ts';

const USAGE = `npm run basemap -- --streets FILE [options]     GeoJSON, also .gz

  --streets FILE       lines with name and highway, as in OpenStreetMap
  --land FILE          areas of land, as in the city's districts; what lies outside is drawn apart
  --parks FILE         areas of green
  --water FILE         areas of water
  --attribution TEXT   what the sources want written on the map`;

const OPTIONS = { streets: 'street', land: 'land', parks: 'park', water: 'water' } as const;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      streets: { type: 'string' },
      land: { type: 'string' },
      parks: { type: 'string' },
      water: { type: 'string' },
      attribution: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const layers: Layer[] = [];
  for (const [option, kind] of Object.entries(OPTIONS)) {
    const file = values[option as keyof typeof OPTIONS];
    if (file !== undefined) layers.push({ kind, file, content: await readJsonFile(file) });
  }
  if (values.help === true || layers.length === 0) throw new Error(USAGE);
  const { basemap, layers: told } = convert(layers, values.attribution?.trim());
  const { file, bytes } = await keepMap(readConfig(process.env).dataDir, basemap);
  for (const { kind, used, leftOut, drawn } of told)
    process.stdout.write(
      `${kind.padEnd(8)}${String(used).padStart(7)} used${String(leftOut).padStart(7)} left out${String(drawn).padStart(7)} drawn\n`,
    );
  process.stdout.write(`kept in ${file}, ${(bytes / 1024).toFixed(0)} KB; pages that are opened now show it\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
