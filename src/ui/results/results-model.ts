import type { ResultsReader } from '../../app/results/reader';
import { exportTime } from '../../domain/export-files';
import type { ResultsModel, ResultsProblem } from '../../protocol/results';
import { wordsOf } from '../errors/results-words';
import { resultsNotes } from './notes-words';
import { helpOf } from '../pages/help-commands';

/** What a page shows of its export. */
export function resultsModel(reader: ResultsReader, title: string): ResultsModel {
  const { found } = reader;
  const exportedAt = found ? exportTime(found.files.timestamp) : Number.NaN;
  return {
    title,
    ...(found ? { place: found.place, format: found.files.format } : {}),
    ...(Number.isNaN(exportedAt) ? {} : { exportedAt }),
    content: content(reader),
  };
}

function content(reader: ResultsReader): ResultsModel['content'] {
  const { state, found } = reader;
  switch (state.state) {
    case 'finding':
      return { state: 'opening', phase: 'find', bytesDone: 0, bytesTotal: 0, rows: 0 };
    case 'opening': {
      const { phase, bytesDone, bytesTotal, rows } = state.progress ?? {
        phase: 'read' as const,
        bytesDone: 0,
        bytesTotal: 0,
        rows: 0,
      };
      return { state: 'opening', phase, bytesDone, bytesTotal, rows };
    }
    case 'cancelled':
      return { state: 'cancelled' };
    case 'failed':
      return { state: 'failed', problem: problem(state.error) };
    case 'ready':
      return {
        state: 'ready',
        shape: state.opened.shape,
        summary: state.summary,
        notes: resultsNotes(state, found?.files),
      };
  }
}

function problem(error: unknown): ResultsProblem {
  const { title, advice, actions } = wordsOf(error);
  return {
    title,
    advice,
    actions: actions.flatMap(({ command, label }) => {
      const action = helpOf(command);
      return action ? [{ action, label }] : [];
    }),
  };
}
