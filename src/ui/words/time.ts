import * as vscode from 'vscode';
import { relativeTime } from '../../domain/relative-time';

/** How long ago, in the reader's language. */
export function ago(moment: number): string {
  return relativeTime(moment, Date.now(), vscode.env.language);
}

/** A date and time in the reader's language and time zone, with the zone, so that it can be compared with a log. */
export function dateTime(moment: number): string {
  return new Intl.DateTimeFormat(vscode.env.language, {
    dateStyle: 'medium',
    timeStyle: 'long',
  }).format(moment);
}
