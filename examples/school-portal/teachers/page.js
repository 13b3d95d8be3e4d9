import { runPage } from "../lib/portal.js";
import { element } from "../lib/show.js";

function classes({ term, classes: all }) {
  const pupils = all.reduce((sum, one) => sum + one.pupils, 0);
  return [
    element("p", { class: "soft" }, `${term} term: ${all.length} classes, ${pupils} pupils`),
    element("ul", { class: "classes" }, ...all.map(classCard)),
  ];
}

function classCard({ name, subject, room, pupils }) {
  return element(
    "li",
    {},
    element("span", { class: "badge" }, name),
    element("span", { class: "what" }, element("strong", {}, subject), element("span", {}, `Room ${room}`)),
    element("span", { class: "count" }, element("strong", {}, String(pupils)), " pupils"),
  );
}

await runPage({ clientId: "teacher-portal", path: "/api/teachers/classes", onlyFor: "teacher", show: classes });
