"use strict";

const DAY = 24 * 60 * 60 * 1000;

/** An element with these children; texts are texts, never HTML. */
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  made.append(...children.filter((child) => child !== undefined && child !== ""));
  return made;
}

const code = (text) => element("code", {}, String(text));
const paragraphs = (text = "") => text.split("\n\n").map((part) => element("p", {}, part));
const example = (value) => element("pre", { tabindex: "0" }, element("code", {}, JSON.stringify(value, null, 2)));

function table(columns, rows) {
  return element("table", {},
    element("thead", {}, element("tr", {}, ...columns.map((column) => element("th", { scope: "col" }, column)))),
    element("tbody", {}, ...rows.map(([first, ...others]) =>
      element("tr", {}, element("th", { scope: "row" }, first), ...others.map((cell) => element("td", {}, cell))))));
}

/** The value that "#/a/b" names. */
const resolve = (root, { $ref: reference }) =>
  reference.slice(2).split("/").reduce((value, name) => value[name.replaceAll("~1", "/").replaceAll("~0", "~")], root);

/** An Avro type as the events reference writes it. */
function typeOf(type) {
  if (Array.isArray(type)) {
    return `${type.filter((part) => part !== "null").map(typeOf).join(" or ")} or null`;
  }
  if (typeof type === "string") {
    return type;
  }
  return type.logicalType ? `${type.type} (${type.logicalType})` : type.type;
}

function meaning({ doc, type }) {
  return type.symbols ? `${doc} One of ${type.symbols.join(", ")}.` : doc;
}

function channel(root, { address, description, messages, bindings }) {
  const { partitions, topicConfiguration } = bindings.kafka;
  const names = Object.keys(messages);
  return [
    element("h2", { id: address }, code(address)),
    ...paragraphs(description),
    table(["Property", "Value"], [
      ["Key", resolve(root, messages[names[0]]).bindings.kafka.key.description],
      ["Value", element("a", { href: `#${names[0]}` }, names[0])],
      ["Partitions", String(partitions)],
      ...Object.entries(topicConfiguration).map(([name, value]) =>
        [code(name), name === "retention.ms" ? `${value} (${value / DAY} days)` : String(value)]),
    ]),
  ];
}

function message(name, { summary, contentType, headers, payload, examples }) {
  return [
    element("h2", { id: name }, name),
    ...paragraphs(summary),
    element("h3", {}, "Headers"),
    table(["Header", "Value"], Object.entries(headers.properties).map(([header, { description }]) => [code(header), description])),
    element("h3", {}, "Value"),
    element("p", {}, `Avro (${contentType}), after Confluent's prefix of five bytes: 0, then the id of the schema in the registry.`),
    table(["Field", "Type", "Meaning"],
      payload.schema.fields.map((field) => [code(field.name), typeOf(field.type), meaning(field)])),
    ...examples.flatMap(({ summary: title, payload: value }) => [element("h3", {}, `Example: ${title}`), example(value)]),
  ];
}

function page(root) {
  return [
    element("h1", {}, root.info.title),
    ...paragraphs(root.info.description),
    element("h2", {}, "Addresses"),
    table(["Brokers", "Registry, for Confluent's clients", "Installation"], Object.values(root.servers).map(({ host, description, bindings }) =>
      [code(host), code(bindings.kafka.schemaRegistryUrl), description])),
    ...Object.values(root.channels).flatMap((each) => channel(root, each)),
    ...Object.entries(root.components.messages).flatMap(([name, each]) => message(name, each)),
  ];
}

const place = document.getElementById("events");
fetch("/docs/asyncapi.json")
  .then((response) => (response.ok ? response.json() : Promise.reject(new Error(`HTTP status ${response.status}`))))
  .then((root) => place.replaceChildren(...page(root)))
  .catch((problem) => place.replaceChildren(element("p", { role: "alert" }, `The document could not be loaded: ${problem.message}`)));
