/** Metres as people say them: "40 m", "350 m", "1.2 km", "14 km". */
export function formatDistance(metres: number): string {
  if (metres < 995) return `${String(Math.round(metres / 10) * 10)} m`;
  if (metres < 9_950) return `${(metres / 1000).toFixed(1)} km`;
  return `${String(Math.round(metres / 1000))} km`;
}
