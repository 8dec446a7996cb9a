/** A picture as a list of shapes, so that SVG and PNG show the same. Lengths are in pixels, y grows downwards. */
export interface Figure {
  readonly width: number;
  readonly height: number;
  readonly background: string;
  readonly font: string;
  readonly shapes: readonly Shape[];
}

export type Shape =
  | {
      readonly kind: 'line';
      readonly points: readonly Point[];
      readonly color: string;
      readonly width: number;
      readonly dash?: readonly number[];
    }
  | { readonly kind: 'area'; readonly points: readonly Point[]; readonly color: string }
  | { readonly kind: 'dot'; readonly at: Point; readonly radius: number; readonly color: string }
  | {
      readonly kind: 'text';
      readonly at: Point;
      readonly text: string;
      readonly color: string;
      readonly size: number;
      readonly anchor: 'start' | 'middle' | 'end';
      readonly bold?: boolean;
    };

export type Point = readonly [x: number, y: number];

/** Everything that a text must not be taken for in SVG; characters that XML cannot hold are left out. */
function escape(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function list(points: readonly Point[]): string {
  return points.map(([x, y]) => `${x.toFixed(2)},${y.toFixed(2)}`).join(' ');
}

function svgShape(shape: Shape): string {
  switch (shape.kind) {
    case 'line': {
      const dash = shape.dash ? ` stroke-dasharray="${shape.dash.join(' ')}"` : '';
      return `<polyline points="${list(shape.points)}" fill="none" stroke="${escape(shape.color)}" stroke-width="${shape.width}" stroke-linejoin="round"${dash}/>`;
    }
    case 'area':
      return `<polygon points="${list(shape.points)}" fill="${escape(shape.color)}"/>`;
    case 'dot':
      return `<circle cx="${shape.at[0].toFixed(2)}" cy="${shape.at[1].toFixed(2)}" r="${shape.radius}" fill="${escape(shape.color)}"/>`;
    case 'text': {
      const weight = shape.bold === true ? ' font-weight="600"' : '';
      return `<text x="${shape.at[0].toFixed(2)}" y="${shape.at[1].toFixed(2)}" fill="${escape(shape.color)}" font-size="${shape.size}" text-anchor="${shape.anchor}"${weight}>${escape(shape.text)}</text>`;
    }
  }
}

export function figureSvg({ width, height, background, font, shapes }: Figure): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escape(font)}">`,
    `<rect width="${width}" height="${height}" fill="${escape(background)}"/>`,
    ...shapes.map(svgShape),
    '</svg>',
    '',
  ].join('\n');
}

/** Twice as sharp as a plain screen. */
const SCALE = 2;

/** @returns the file in base64 */
export async function figurePng({ width, height, background, font, shapes }: Figure): Promise<string> {
  const canvas = new OffscreenCanvas(width * SCALE, height * SCALE);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser cannot draw');
  context.scale(SCALE, SCALE);
  context.fillStyle = background;
  context.fillRect(0, 0, width, height);
  context.lineJoin = 'round';
  for (const shape of shapes) paint(context, shape, font);
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
  // In pieces: a call takes only so many arguments.
  let text = '';
  for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(text);
}

function paint(context: OffscreenCanvasRenderingContext2D, shape: Shape, font: string): void {
  context.beginPath();
  switch (shape.kind) {
    case 'line':
    case 'area':
      for (const [x, y] of shape.points) context.lineTo(x, y);
      if (shape.kind === 'area') {
        context.fillStyle = shape.color;
        context.fill();
        return;
      }
      context.setLineDash([...(shape.dash ?? [])]);
      context.strokeStyle = shape.color;
      context.lineWidth = shape.width;
      context.stroke();
      return;
    case 'dot':
      context.fillStyle = shape.color;
      context.arc(shape.at[0], shape.at[1], shape.radius, 0, 2 * Math.PI);
      context.fill();
      return;
    case 'text':
      context.fillStyle = shape.color;
      context.font = `${shape.bold === true ? '600 ' : ''}${shape.size}px ${font}`;
      context.textAlign = shape.anchor === 'middle' ? 'center' : shape.anchor;
      context.fillText(shape.text, shape.at[0], shape.at[1]);
  }
}
