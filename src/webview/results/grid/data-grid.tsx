import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../../components/icon';

export type Direction = 'ascending' | 'descending';

export interface GridColumn<R> {
  readonly id: string;
  readonly heading: string;
  /** The name in full. */
  readonly long?: string;
  readonly isNumber?: boolean;
  /** Pixels. */
  readonly width: number;
  /** A heading that sorts when it is pressed. */
  readonly sortable?: boolean;
  readonly cell: (row: R, index: number) => ComponentChildren;
}

export interface GridProps<R> {
  /** Unique on the page. */
  readonly id: string;
  /** What the table shows, for those who cannot see it. */
  readonly label: string;
  readonly columns: readonly GridColumn<R>[];
  readonly total: number;
  readonly row: (index: number) => R | undefined;
  readonly want?: (first: number, last: number) => void;
  readonly sort?: { readonly by: string; readonly direction: Direction };
  readonly onSort?: (by: string) => void;
  /** The row that the keyboard is at; the table keeps it itself where it is absent. */
  readonly active?: number;
  readonly onActive?: (index: number) => void;
  readonly onOpen?: (index: number) => void;
  readonly stale?: boolean;
  /** What stands in the place of rows when there are none. */
  readonly empty: string;
}

const ROW = 26;
const HEAD = 30;
/** Milliseconds that the list has to rest before its rows are loaded. */
const REST = 40;
/** Rows that are drawn above and below what is seen. */
const MARGIN = 6;
/** Browsers cannot lay out elements much taller than this many pixels; longer lists are scrolled in proportion. */
const TALLEST = 8_000_000;

/** A table of any length that draws only the rows that are seen. Arrow keys move from row to row. */
export function DataGrid<R>(props: GridProps<R>) {
  const { id, label, columns, total, row, want, sort, onSort, onOpen, stale = false, empty } = props;
  const body = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 300 });
  const [own, setOwn] = useState(0);
  const active = Math.min(props.active ?? own, Math.max(0, total - 1));
  // A held key comes faster than the table is drawn: the next step goes on from the last one.
  const latest = useRef(active);
  latest.current = active;

  const rowsHeight = Math.min(total * ROW, TALLEST);
  const seen = Math.max(1, Math.floor((view.height - HEAD) / ROW));
  const farthest = Math.max(0, rowsHeight - (view.height - HEAD));
  // In a list that is too long for its place, a pixel of the scroll bar is more than a pixel of rows.
  const stretch = farthest === 0 ? 1 : Math.max(1, (total * ROW - (view.height - HEAD)) / farthest);
  const first = Math.max(0, Math.floor((view.top * stretch) / ROW) - MARGIN);
  const last = Math.min(total - 1, first + seen + 2 * MARGIN + 1);
  const indexes = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
  const width = columns.reduce((sum, column) => sum + column.width, 0);

  // Not every row that the scroll bar is drawn over is wanted.
  const wanted = useRef(want);
  wanted.current = want;
  useEffect(() => {
    const timer = setTimeout(() => wanted.current?.(first, last), REST);
    return () => clearTimeout(timer);
  }, [first, last, stale, total]);

  useLayoutEffect(() => {
    const element = body.current;
    if (!element) return undefined;
    const measure = (): void => setView({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);

  const reveal = (index: number): void => {
    const element = body.current;
    if (!element) return;
    const top = (index * ROW) / stretch;
    const height = element.clientHeight - HEAD;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + ROW > element.scrollTop + height) element.scrollTop = top + ROW - height;
  };

  // Another view may have chosen the row.
  useEffect(() => reveal(active), [active, total === 0]);

  const go = (index: number): void => {
    const next = Math.min(total - 1, Math.max(0, index));
    latest.current = next;
    if (props.onActive) props.onActive(next);
    else setOwn(next);
    reveal(next);
  };

  const press = (event: KeyboardEvent): void => {
    // A heading that has the focus is a button of its own.
    if (event.target !== event.currentTarget || total === 0) return;
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: latest.current + 1,
      ArrowUp: latest.current - 1,
      PageDown: latest.current + seen - 1,
      PageUp: latest.current - seen + 1,
      Home: 0,
      End: total - 1,
    };
    const next = event.ctrlKey || event.metaKey || event.altKey ? undefined : steps[event.key];
    if (next !== undefined) go(next);
    else if (event.key === 'Enter' && onOpen) onOpen(latest.current);
    else return;
    event.preventDefault();
  };

  const isDrawn = active >= first && active <= last;
  return (
    <div
      ref={body}
      id={id}
      class={stale ? 'grid grid-stale' : 'grid'}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={total + 1}
      aria-colcount={columns.length}
      aria-busy={stale}
      {...(total > 0 && isDrawn ? { 'aria-activedescendant': `${id}-row-${active}` } : {})}
      onKeyDown={press}
      onScroll={({ currentTarget }) => setView({ top: currentTarget.scrollTop, height: currentTarget.clientHeight })}
    >
      <div role="row" aria-rowindex={1} class="grid-head" style={{ minWidth: `${width}px`, height: `${HEAD}px` }}>
        {columns.map((column) => (
          <Heading key={column.id} grid={id} column={column} sort={sort} onSort={onSort} />
        ))}
      </div>
      {total === 0 ? (
        <div role="row" aria-rowindex={2}>
          <div role="gridcell" class="grid-empty" aria-colspan={columns.length}>
            {empty}
          </div>
        </div>
      ) : (
        <div role="rowgroup" class="grid-rows" style={{ height: `${rowsHeight}px`, minWidth: `${width}px` }}>
          {indexes.map((index) => (
            <Row
              key={index}
              grid={id}
              index={index}
              // Rows stand where the scroll bar has brought the list.
              top={stretch === 1 ? index * ROW : view.top + index * ROW - view.top * stretch}
              row={row(index)}
              columns={columns}
              isActive={index === active}
              press={() => go(index)}
              open={onOpen && (() => onOpen(index))}
            />
          ))}
        </div>
      )}
    </div>
  );
}

interface HeadingProps<R> {
  readonly grid: string;
  readonly column: GridColumn<R>;
  readonly sort: GridProps<R>['sort'];
  readonly onSort: GridProps<R>['onSort'];
}

function Heading<R>({ grid, column, sort, onSort }: HeadingProps<R>) {
  const { id, heading, long, isNumber = false, width, sortable = false } = column;
  const direction = sort?.by === id ? sort.direction : undefined;
  return (
    <div
      role="columnheader"
      class={isNumber ? 'grid-cell grid-number' : 'grid-cell'}
      style={{ flex: `${isNumber ? 0 : 1} 0 ${width}px` }}
      {...(sortable ? { 'aria-sort': direction ?? 'none' } : {})}
    >
      {sortable ? (
        <button id={`${grid}-sort-${id}`} type="button" class="grid-sort" title={long} onClick={() => onSort?.(id)}>
          <span>{heading}</span>
          {direction && <Icon name={direction === 'ascending' ? 'arrow-up' : 'arrow-down'} />}
        </button>
      ) : (
        <span title={long}>{heading}</span>
      )}
    </div>
  );
}

interface RowProps<R> {
  readonly grid: string;
  readonly index: number;
  readonly top: number;
  readonly row: R | undefined;
  readonly columns: readonly GridColumn<R>[];
  readonly isActive: boolean;
  readonly press: () => void;
  readonly open: (() => void) | undefined;
}

function Row<R>({ grid, index, top, row, columns, isActive, press, open }: RowProps<R>) {
  return (
    <div
      role="row"
      id={`${grid}-row-${index}`}
      aria-rowindex={index + 2}
      aria-selected={isActive}
      class={isActive ? 'grid-row grid-active' : 'grid-row'}
      style={{ top: `${top}px`, height: `${ROW}px` }}
      onClick={press}
      onDblClick={open}
    >
      {columns.map(({ id, width, isNumber = false, cell }) => (
        <div
          key={id}
          role="gridcell"
          class={isNumber ? 'grid-cell grid-number' : 'grid-cell'}
          style={{ flex: `${isNumber ? 0 : 1} 0 ${width}px` }}
        >
          {row === undefined ? <span class="grid-waiting" /> : cell(row, index)}
        </div>
      ))}
    </div>
  );
}
