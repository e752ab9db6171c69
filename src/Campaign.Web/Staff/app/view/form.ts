import { append, h, type Child } from "./dom";

/** A form field with its label, its hint and its error message. */
export interface Field {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
  readonly label: string;
  /** Sets the error message; null removes it. */
  wrong(text: string | null): void;
}

interface FieldOptions {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly value?: string;
  readonly attributes?: Readonly<Record<string, string | boolean | number | null>>;
  readonly beside?: Child;
}

export function textField(options: FieldOptions): Field {
  return field(options, h("input", { id: options.id, name: options.id, type: "text", autocomplete: "off", value: options.value ?? null, ...options.attributes }));
}

export function longField(options: FieldOptions): Field {
  return field(options, h("textarea", { id: options.id, name: options.id, ...options.attributes }, options.value ?? ""));
}

export function selectField(options: FieldOptions & { readonly choices: readonly (readonly [string, string])[] }): Field {
  return field(options, h("select", { id: options.id, name: options.id },
    ...options.choices.map(([value, text]) => h("option", { value, selected: value === options.value }, text))));
}

function field(options: FieldOptions, input: Field["input"]): Field {
  const { id, label, hint } = options;
  const fault = h("p", { class: "wrong", id: `${id}-fault`, hidden: true });
  const described = hint === undefined ? [] : [`${id}-hint`];
  if (described.length > 0) {
    input.setAttribute("aria-describedby", described.join(" "));
  }
  const element = h("div", { class: "field" },
    h("label", { for: id }, label), hint !== undefined && h("p", { class: "hint", id: `${id}-hint` }, hint), fault, h("div", { class: "with" }, input, options.beside));
  // The message goes as soon as the input is edited; the next submit checks again.
  input.addEventListener("input", () => saidAt(input, fault, null, described));
  return { element, input, label, wrong: (text) => saidAt(input, fault, text, described) };
}

function saidAt(input: Element, fault: HTMLElement, text: string | null, described: readonly string[]): void {
  fault.hidden = text === null;
  fault.textContent = text ?? "";
  input.toggleAttribute("aria-invalid", text !== null);
  if (text !== null) {
    input.setAttribute("aria-invalid", "true");
  }
  const ids = text === null ? described : [fault.id, ...described];
  if (ids.length > 0) {
    input.setAttribute("aria-describedby", ids.join(" "));
  } else {
    input.removeAttribute("aria-describedby");
  }
}

/** Radio buttons, large enough for gloved fingers. */
export interface Choice {
  readonly element: HTMLElement;
  value(): string;
}

export function choice(name: string, legend: string, value: string, choices: readonly (readonly [string, string])[], changed: (value: string) => void = () => {}): Choice {
  let chosen = value;
  return {
    value: () => chosen,
    element: h("fieldset", { class: "choices" }, h("legend", {}, legend), ...choices.map(([option, text]) => h("label", { class: "choice" },
      h("input", { type: "radio", name, value: option, checked: option === value, onchange: () => { chosen = option; changed(option); } }), h("span", {}, text)))),
  };
}

/** A checkbox with its error message. */
export interface Tick {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  wrong(text: string | null): void;
}

export function tick(id: string, label: string, hint: string | null = null, changed: (on: boolean) => void = () => {}, on = false): Tick {
  const input = h("input", { type: "checkbox", id, checked: on, "aria-describedby": hint === null ? null : `${id}-hint`, onchange: () => changed(input.checked) });
  const fault = h("p", { class: "wrong", id: `${id}-fault`, hidden: true });
  input.addEventListener("change", () => saidAt(input, fault, null, hint === null ? [] : [`${id}-hint`]));
  return {
    input,
    element: h("div", { class: "tick" }, fault, h("label", { class: "choice", for: id }, input, h("span", {}, label)), hint !== null && h("p", { class: "hint", id: `${id}-hint` }, hint)),
    wrong: (text) => saidAt(input, fault, text, hint === null ? [] : [`${id}-hint`]),
  };
}

/** An error summary: all faults, each linked to its field. The first one gets the focus. */
export function faultList(title: string): { readonly element: HTMLElement; show(faults: readonly { readonly id: string; readonly text: string }[]): void } {
  const element = h("div", { class: "fault", hidden: true });
  return {
    element,
    show(faults) {
      element.hidden = faults.length === 0;
      element.replaceChildren();
      append(element, [h("p", {}, title), h("ul", {}, ...faults.map(({ id, text }) => h("li", {}, h("a", {
        href: `#${id}`, onclick: (event) => { event.preventDefault(); document.getElementById(id)?.focus(); },
      }, text))))]);
      if (faults[0] !== undefined) {
        document.getElementById(faults[0].id)?.focus();
      }
    },
  };
}
