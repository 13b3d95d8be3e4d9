import { runPage } from "../lib/portal.js";
import { element } from "../lib/show.js";

/** One column a day, its lessons in the order of the day. */
function timetable({ form, week, lessons }) {
  const days = new Map();
  for (const lesson of lessons) {
    days.set(lesson.day, [...(days.get(lesson.day) ?? []), lesson]);
  }
  const columns = [...days].map(([day, ofTheDay]) =>
    element("section", { class: "day" }, element("h3", {}, day), element("ol", {}, ...ofTheDay.map(lessonCard))));
  return [element("p", { class: "soft" }, `Form ${form}, week ${week}`), element("div", { class: "week" }, ...columns)];
}

function lessonCard({ time, subject, room, teacher }) {
  return element(
    "li",
    {},
    element("time", {}, time),
    element("strong", {}, subject),
    element("span", {}, `${room}, ${teacher}`),
  );
}

await runPage({ clientId: "student-portal", path: "/api/students/timetable", onlyFor: "student", show: timetable });
