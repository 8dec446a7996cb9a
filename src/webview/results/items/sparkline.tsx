const SIZE = { width: 96, height: 18 } as const;

/** The shape of a demand history, without numbers: it helps to tell items apart at a glance and says nothing more. */
export function Sparkline({ values }: { readonly values: readonly (number | null)[] }) {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return null;
  const most = Math.max(...known, 0);
  const least = Math.min(...known, 0);
  const height = most - least || 1;
  const runs: string[] = [];
  let run: string[] = [];
  values.forEach((value, index) => {
    if (value === null) {
      if (run.length > 0) runs.push(run.join(' '));
      run = [];
      return;
    }
    const x = (index / (values.length - 1)) * SIZE.width;
    const y = SIZE.height - 1 - ((value - least) / height) * (SIZE.height - 2);
    run.push(`${x.toFixed(1)},${y.toFixed(1)}`);
  });
  if (run.length > 0) runs.push(run.join(' '));
  return (
    <svg class="sparkline" width={SIZE.width} height={SIZE.height} aria-hidden="true">
      {runs.map((points, index) => (
        <polyline key={index} points={points} />
      ))}
    </svg>
  );
}
