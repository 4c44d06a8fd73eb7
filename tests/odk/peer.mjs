// ODK's own form engine behind one line of JSON per question: {xform, answers} in, what it says of each field out.
import { createInterface } from "node:readline";
import { loadEngine } from "./engine.mjs";

const { createInstance } = await loadEngine();

/** "/data/visit/lines[2]/weight" is "lines[1].weight": sections are dissolved, lines are counted from 0. */
function pathOf(reference) {
  const steps = reference.split("/").slice(2);
  const line = steps.findIndex((step) => step.endsWith("]"));
  const name = steps.at(-1).replace(/\[\d+\]$/, "");
  if (line < 0 || line === steps.length - 1) {
    return name;
  }

  const [, repeat, number] = /^(.*)\[(\d+)\]$/.exec(steps[line]);
  return `${repeat}[${Number(number) - 1}].${name}`;
}

function fill(node, answers) {
  for (const child of node.currentState.children ?? []) {
    const name = child.currentState.reference.split("/").at(-1);
    const answer = answers[name];
    if (child.nodeType.startsWith("repeat-range")) {
      (answer ?? []).forEach((line, index) => {
        child.addInstances(undefined, 1);
        fill(child.currentState.children[index], line);
      });
    } else if (child.nodeType === "group") {
      fill(child, answers);
    } else if (answer !== undefined && child.nodeType === "select") {
      child.selectValues(answer === "" ? [] : answer.split(" "));
    } else if (answer !== undefined) {
      child.setValue(answer);
    }
  }
}

function describe(node, found) {
  for (const child of node.currentState.children ?? []) {
    if (child.nodeType === "group" && child.currentState.reference === "/data/meta") {
      continue;
    }

    if (["group", "repeat-instance"].includes(child.nodeType) || child.nodeType.startsWith("repeat-range")) {
      describe(child, found);
      continue;
    }

    found.push({
      path: pathOf(child.currentState.reference),
      computed: child.nodeType === "model-value",
      visible: child.currentState.relevant,
      required: child.currentState.required,
      valid: (child.validationState?.violation ?? null) === null,
      value: valueOf(child),
      offered: child.nodeType === "select" ? child.currentState.valueOptions.map((option) => option.value) : [],
    });
  }

  return found;
}

const valueOf = (node) => node.currentState.instanceValue ?? String(node.currentState.value ?? "");

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    const { xform, answers } = JSON.parse(line);
    const { root } = await createInstance(xform);
    fill(root, answers);
    answer = { fields: describe(root, []) };
  } catch (error) {
    answer = { error: String(error?.message ?? error) };
  }

  process.stdout.write(JSON.stringify(answer) + "\n");
}
