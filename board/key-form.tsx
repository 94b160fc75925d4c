import { useEffect, useRef } from "preact/hooks";

type Props = {
  /** Why the key before was of no use. */
  readonly words: string;
  readonly onKey: (key: string) => void;
};

export function KeyForm({ words, onKey }: Props) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onKey(field.current?.value.trim() ?? "");
      }}
    >
      <label for="key">Key</label>
      <input
        {...{ id: "key", type: "password", autocomplete: "off", spellcheck: false, required: true }}
        ref={field}
        aria-describedby="about-key"
      />
      <button>Watch</button>
      <p id="about-key" class="note">
        A key with <code>"read": true</code>. It is kept until this tab is closed, and sent to this
        relay only.
      </p>
      {words !== "" && (
        <p role="alert" class="alert">
          {words}
        </p>
      )}
    </form>
  );
}
