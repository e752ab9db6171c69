import { encode } from "uqr";
import { svg } from "./dom";

/** A QR code as SVG, sharp at any size. */
export function qr(text: string, label: string): SVGElement {
  const { data, size } = encode(text, { ecc: "M", border: 3 });
  let path = "";
  data.forEach((row, y) => {
    row.forEach((dark, x) => {
      if (dark) {
        path += `M${x} ${y}h1v1h-1z`;
      }
    });
  });
  const drawing = svg("svg", { viewBox: `0 0 ${size} ${size}`, class: "qr", role: "img", "aria-label": label, "shape-rendering": "crispEdges" },
    svg("rect", { width: `${size}`, height: `${size}`, fill: "#fff" }),
    svg("path", { d: path, fill: "#000" }));
  drawing.setAttribute("data-text", text);
  return drawing;
}
