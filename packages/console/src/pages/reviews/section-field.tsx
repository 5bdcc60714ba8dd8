interface SectionFieldProps {
  readonly heading: string;
  /** The question that the section answers. */
  readonly asks: string;
  readonly text: string;
  readonly readOnly: boolean;
  readonly onChange: (text: string) => void;
}

/** A section of Markdown, as tall as its text. */
export function SectionField({ heading, asks, text, readOnly, onChange }: SectionFieldProps) {
  return (
    <label className="field review-section">
      <span>{heading}</span>
      <textarea
        className="input"
        placeholder={asks}
        value={text}
        readOnly={readOnly}
        rows={2}
        onChange={({ target }) => onChange(target.value)}
      />
    </label>
  );
}
