// Shows the next number as its pattern is typed; the server says the same once it is saved.

const FIELD = /\{(year|yy|seq)(?::0([1-9])d)?\}/g;
const PATTERN =
  /^[^{}]*(\{(year|yy)\}[^{}]*)?\{seq(:0[1-9]d)?\}[^{}]*(\{(year|yy)\}[^{}]*)?$/;

function printed(pattern, year, sequence) {
  const values = { year, yy: year.slice(-2), seq: sequence };
  return pattern.replace(FIELD, (_, name, width) => values[name].padStart(Number(width || 0), "0"));
}

function update(input, output, year) {
  output.textContent = PATTERN.test(input.value)
    ? `« ${printed(input.value, year?.value || output.dataset.year, output.dataset.sequence)} »`
    : "Cette forme n’est pas comprise.";
}

const input = document.querySelector("[data-number-pattern]");
const output = document.querySelector("[data-number-preview]");
if (input && output) {
  const year = document.querySelector("input[name=year]");
  for (const field of [input, year]) {
    field?.addEventListener("input", () => update(input, output, year));
  }
}
