type Labels = Readonly<Record<string, string>>;

const requirement =
  /^(?:(?<gone>!)?(?<bare>[\w./-]+)|(?<key>[\w./-]+)\s*(?<operator>==|=|!=)\s*(?<value>[\w.-]*)|(?<of>[\w./-]+)\s+(?<set>in|notin)\s*\((?<values>[^()]*)\))$/;

/**
 * Reads a label selector as the API writes it: `service=consumer,region in (eu-1,eu-2),!old`. Undefined when it cannot be
 * understood: a selector that is guessed at would answer for the wrong service.
 */
export function parseSelector(text: string): ((labels: Labels) => boolean) | undefined {
  const parts = text.split(/,(?![^(]*\))/).map((part) => part.trim());
  const rules: ((labels: Labels) => boolean)[] = [];
  for (const part of parts.filter((one) => one !== '')) {
    const found = requirement.exec(part)?.groups;
    if (!found) return undefined;
    rules.push(ruleOf(found));
  }
  return (labels) => rules.every((rule) => rule(labels));
}

function ruleOf({ gone, bare, key, operator, value, of, set, values }: Record<string, string | undefined>) {
  if (bare !== undefined) return (labels: Labels) => (labels[bare] === undefined) === (gone !== undefined);
  if (key !== undefined) return (labels: Labels) => (labels[key] === value) === (operator !== '!=');
  const wanted = (values ?? '').split(',').map((one) => one.trim());
  return (labels: Labels) => wanted.includes(labels[of!] ?? '\0') === (set === 'in');
}
