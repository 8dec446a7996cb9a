import { useEffect, useState } from 'preact/hooks';

/** The theme's colours, as a canvas needs them. */
export interface ChartColors {
  readonly background: string;
  readonly text: string;
  readonly quiet: string;
  readonly grid: string;
  readonly actual: string;
  readonly forecast: string;
  readonly median: string;
  readonly other: string;
  /** The forecast's colour, so that whatever lies below shows through. */
  readonly band: (opacity: number) => string;
}

const VARIABLES = {
  background: ['--vscode-editor-background'],
  text: ['--vscode-foreground'],
  quiet: ['--vscode-descriptionForeground', '--vscode-foreground'],
  grid: [
    '--vscode-contrastBorder',
    '--vscode-widget-border',
    '--vscode-panel-border',
    '--vscode-descriptionForeground',
  ],
  actual: ['--vscode-editor-foreground', '--vscode-foreground'],
  forecast: ['--vscode-charts-blue', '--vscode-textLink-foreground'],
  median: ['--vscode-charts-purple', '--vscode-charts-blue'],
  other: ['--vscode-charts-yellow', '--vscode-charts-orange'],
} as const;

function readColors(): ChartColors {
  const style = getComputedStyle(document.documentElement);
  const canvas = document.createElement('canvas').getContext('2d');
  const read = (names: readonly string[]): string =>
    names.map((name) => style.getPropertyValue(name).trim()).find((value) => value !== '') ?? '#808080';
  /** The channels of a colour, in whatever way the theme wrote it. */
  const channels = (color: string): readonly number[] => {
    if (!canvas) return [128, 128, 128];
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const colors = Object.fromEntries(
    Object.entries(VARIABLES).map(([name, variables]) => [name, read(variables)]),
  ) as Record<keyof typeof VARIABLES, string>;
  const [red = 0, green = 0, blue = 0] = channels(colors.forecast);
  return { ...colors, band: (opacity) => `rgba(${red}, ${green}, ${blue}, ${opacity})` };
}

/** The colours of the theme that VS Code has now. */
export function useColors(): ChartColors {
  const [colors, set] = useState(readColors);
  useEffect(() => {
    // VS Code writes a new theme into the class of the body and the style of the document.
    const observer = new MutationObserver(() => set(readColors()));
    observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
    return () => observer.disconnect();
  }, []);
  return colors;
}
