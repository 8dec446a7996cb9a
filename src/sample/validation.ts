/**
 * Checks a parsed body against a shape the way the service does: first that types fit (SerializationException, one),
 * then the constraints of the model (ValidationException, all of them counted).
 *
 * The sentence `1 validation error detected: Value '…' at 'predictorName' failed to satisfy constraint: Member must
 * satisfy regular expression pattern: …` was seen from the real service; the other constraints follow the wording that
 * AWS JSON services share.
 */
import { ServiceError } from './service-error';
import type { Shape, ValueOf } from './shapes';

/** The body as the value its shape describes: members the shape does not know and members with null are dropped. */
export function validate<S extends Shape>(shape: S, body: unknown): ValueOf<S> {
  const value = fit(shape, body);
  const violations: string[] = [];
  check(shape, value, '', violations);
  if (violations.length > 0) {
    const count = violations.length === 1 ? '1 validation error' : `${violations.length} validation errors`;
    throw new ServiceError('ValidationException', `${count} detected: ${violations.join('; ')}`);
  }
  return value as ValueOf<S>;
}

type Structure = Readonly<Record<string, unknown>>;
interface Member {
  readonly shape: Shape;
  readonly required: boolean;
}

/** The type of `members` is kept loose in the shape language, so that `ValueOf` can read it; here it is given back. */
const membersOf = (shape: Shape & { type: 'structure' }) => Object.entries(shape.members) as [string, Member][];
const memberOf = (shape: Shape & { type: 'list' }) => shape.member as Shape;

/** Reads the value as the shape's type, or throws SerializationException. */
function fit(shape: Shape, value: unknown): unknown {
  switch (shape.type) {
    case 'string':
    case 'enum':
      if (typeof value === 'string') return value;
      throw mismatch(value, 'String');
    case 'integer':
      if (typeof value === 'number' && Number.isInteger(value)) return value;
      throw mismatch(value, 'Integer');
    case 'list': {
      if (!Array.isArray(value)) throw mismatch(value, 'List');
      return value.map((item) => fit(memberOf(shape), item));
    }
    case 'structure': {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) throw mismatch(value, 'Structure');
      const given = value as Structure;
      const present = membersOf(shape).filter(([name]) => given[name] !== undefined && given[name] !== null);
      return Object.fromEntries(present.map(([name, member]) => [name, fit(member.shape, given[name])]));
    }
  }
}

function mismatch(value: unknown, expected: string): ServiceError {
  const found = Array.isArray(value) ? 'list' : 'structure or map';
  const message =
    typeof value === 'object' && value !== null
      ? `Start of ${found} found where not expected`
      : `${tokenOf(value)} cannot be converted to ${expected}`;
  return new ServiceError('SerializationException', message);
}

/** The name of a JSON token in the service's messages. */
function tokenOf(value: unknown): string {
  if (typeof value === 'boolean') return `${String(value).toUpperCase()}_VALUE`;
  return value === null ? 'NULL_VALUE' : `${(typeof value).toUpperCase()}_VALUE`;
}

/** Adds a sentence for each constraint that the value breaks. `path` is empty for the input itself. */
function check(shape: Shape, value: unknown, path: string, violations: string[]): void {
  const fail = (constraint: string, shown = `Value '${printed(value)}'`) =>
    violations.push(`${shown} at '${path}' failed to satisfy constraint: ${constraint}`);
  switch (shape.type) {
    case 'integer':
    case 'enum':
    case 'string': {
      const shown = shape.type === 'string' && shape.sensitive ? 'Value' : undefined;
      for (const constraint of brokenConstraints(shape, value)) fail(constraint, shown);
      return;
    }
    case 'list': {
      const items = value as readonly unknown[];
      const member = memberOf(shape);
      for (const constraint of lengthConstraints(shape, items.length)) fail(constraint);
      if (member.type === 'structure' || member.type === 'list') {
        items.forEach((item, index) => check(member, item, `${path}.${index + 1}.member`, violations));
      } else if (items.some((item) => brokenConstraints(member, item).length > 0)) {
        // A list of plain values is reported as a whole, with every constraint of its members.
        const all = allConstraints(member).join(', ');
        fail(
          `Member must satisfy constraint: [${all}]`,
          member.type === 'string' && member.sensitive ? 'Value' : undefined,
        );
      }
      return;
    }
    case 'structure':
      for (const [name, member] of membersOf(shape)) {
        const at = path === '' ? lowerCamel(name) : `${path}.${lowerCamel(name)}`;
        const given = (value as Structure)[name];
        if (given !== undefined) check(member.shape, given, at, violations);
        else if (member.required) {
          violations.push(`Value null at '${at}' failed to satisfy constraint: Member must not be null`);
        }
      }
  }
}

type Scalar = Shape & { type: 'integer' | 'enum' | 'string' };

function brokenConstraints(shape: Scalar, value: unknown): string[] {
  switch (shape.type) {
    case 'integer':
      return bounds('value', shape, value as number);
    case 'enum':
      return shape.values.includes(value as string) ? [] : allConstraints(shape);
    case 'string': {
      const text = value as string;
      const matches = shape.pattern === undefined || wholeMatch(shape.pattern).test(text);
      return [
        ...lengthConstraints(shape, lengthOf(text)),
        ...(matches ? [] : [`Member must satisfy regular expression pattern: ${shape.pattern ?? ''}`]),
      ];
    }
  }
}

function allConstraints(shape: Scalar): string[] {
  switch (shape.type) {
    case 'enum':
      return [`Member must satisfy enum value set: [${shape.values.join(', ')}]`];
    case 'integer':
      return [...bounds('value', shape, Infinity), ...bounds('value', shape, -Infinity)];
    case 'string':
      return [
        ...lengthConstraints(shape, Infinity),
        ...lengthConstraints(shape, -Infinity),
        ...(shape.pattern === undefined ? [] : [`Member must satisfy regular expression pattern: ${shape.pattern}`]),
      ];
  }
}

interface Limits {
  readonly min?: number;
  readonly max?: number;
}

const lengthConstraints = (limits: Limits, length: number) => bounds('length', limits, length);

function bounds(what: 'length' | 'value', { min, max }: Limits, value: number): string[] {
  return [
    ...(max !== undefined && value > max ? [`Member must have ${what} less than or equal to ${max}`] : []),
    ...(min !== undefined && value < min ? [`Member must have ${what} greater than or equal to ${min}`] : []),
  ];
}

/** The model counts characters, where JavaScript counts those beyond the basic plane twice. */
const lengthOf = (text: string) => Array.from(text).length;

const patterns = new Map<string, RegExp>();

function wholeMatch(pattern: string): RegExp {
  let compiled = patterns.get(pattern);
  if (!compiled) {
    // Without the u flag, except where \p asks for it: the model's escapes (\_) are not valid with it.
    compiled = new RegExp(`^(?:${pattern})$`, pattern.includes('\\p{') ? 'u' : '');
    patterns.set(pattern, compiled);
  }
  return compiled;
}

const lowerCamel = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);

function printed(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
