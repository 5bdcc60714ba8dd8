type Present<Fields> = { [Key in keyof Fields]: Exclude<Fields[Key], undefined> };

/** Without the fields that are undefined: zod's optional fields become absent ones. */
export function present<Fields extends object>(fields: Fields): Present<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Present<Fields>;
}
