/** A small language for the shapes of a service model, from which both the checks and the types of inputs follow. */

export interface StringShape {
  readonly type: 'string';
  readonly min?: number;
  readonly max?: number;
  /** As the service model writes it. The service matches the whole value, whatever the anchors say. */
  readonly pattern?: string;
  /** Error messages do not repeat the value. */
  readonly sensitive?: boolean;
}

export interface EnumShape<E extends string = string> {
  readonly type: 'enum';
  readonly values: readonly E[];
}

export interface IntegerShape {
  readonly type: 'integer';
  readonly min?: number;
  readonly max?: number;
}

export interface ListShape<S = Shape> {
  readonly type: 'list';
  readonly member: S;
  readonly min?: number;
  readonly max?: number;
}

export interface Member<S = Shape, R extends boolean = boolean> {
  readonly shape: S;
  readonly required: R;
}

export interface StructureShape<M = Readonly<Record<string, unknown>>> {
  readonly type: 'structure';
  readonly members: M;
}

export type Shape = StringShape | EnumShape | IntegerShape | ListShape<unknown> | StructureShape;

export const string = (limits: Omit<StringShape, 'type'> = {}): StringShape => ({ type: 'string', ...limits });
export const integer = (limits: Omit<IntegerShape, 'type'> = {}): IntegerShape => ({ type: 'integer', ...limits });
export const oneOf = <E extends string>(...values: E[]): EnumShape<E> => ({ type: 'enum', values });
export const list = <S extends Shape>(member: S, limits: { min?: number; max?: number } = {}): ListShape<S> => ({
  type: 'list',
  member,
  ...limits,
});
export const required = <S extends Shape>(shape: S): Member<S, true> => ({ shape, required: true });
export const optional = <S extends Shape>(shape: S): Member<S, false> => ({ shape, required: false });
export const structure = <M extends Readonly<Record<string, { readonly shape: Shape; readonly required: boolean }>>>(
  members: M,
): StructureShape<M> => ({
  type: 'structure',
  members,
});

/** The value that a shape describes, once it has passed the checks. */
export type ValueOf<S> =
  S extends EnumShape<infer E>
    ? E
    : S extends StringShape
      ? string
      : S extends IntegerShape
        ? number
        : S extends ListShape<infer M>
          ? readonly ValueOf<M>[]
          : S extends StructureShape<infer M>
            ? { readonly [K in keyof M as M[K] extends Member<unknown, true> ? K : never]: ValueOf<ShapeOf<M[K]>> } & {
                readonly [K in keyof M as M[K] extends Member<unknown, true> ? never : K]?: ValueOf<ShapeOf<M[K]>>;
              }
            : never;

type ShapeOf<M> = M extends Member<infer S> ? S : never;
