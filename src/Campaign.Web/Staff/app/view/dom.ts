export type Child = Node | string | null | false | undefined | readonly Child[];

type Value = string | number | boolean | null | undefined | ((event: Event) => void);

/**
 * Creates an element. A function is an event listener (its name begins with "on"); true and false set and omit an attribute; everything else is an attribute. Text is
 * always inserted as text, never parsed as markup.
 */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, attributes?: Readonly<Record<string, Value>> | null, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === "function") {
      element.addEventListener(name.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  append(element, children);
  return element;
}

export function append(parent: Node, children: readonly Child[]): void {
  for (const child of children) {
    if (Array.isArray(child)) {
      append(parent, child as readonly Child[]);
    } else if (child instanceof Node) {
      parent.appendChild(child);
    } else if (typeof child === "string") {
      parent.appendChild(document.createTextNode(child));
    }
  }
}

export function fill(parent: Element, ...children: Child[]): void {
  parent.replaceChildren();
  append(parent, children);
}

const svgSpace = "http://www.w3.org/2000/svg";

export function svg(tag: string, attributes: Readonly<Record<string, string>>, ...children: Element[]): SVGElement {
  const element = document.createElementNS(svgSpace, tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}
