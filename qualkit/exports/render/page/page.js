(() => {
  "use strict";
  const form = document.getElementById("filters");
  if (!form) return;
  const quotes = Array.from(document.querySelectorAll("figure.quote"), (figure) => ({
    figure,
    of: JSON.parse(figure.dataset.of),
    words: figure.querySelector(".words").textContent.toLowerCase(),
  }));
  const sections = Array.from(document.querySelectorAll("section.quotes")).reverse();
  const shown = document.getElementById("shown");
  const count = new Intl.NumberFormat(document.documentElement.lang);

  const show = () => {
    const theme = form.elements.theme ? form.elements.theme.value : "";
    const words = form.elements.words.value.trim().toLowerCase();
    const wanted = Array.from(form.querySelectorAll("select[data-key]")).filter((choice) => choice.value);
    let left = 0;
    for (const quote of quotes) {
      const fits =
        (!theme || quote.figure.closest("main > section").id === theme) &&
        (!words || quote.words.includes(words)) &&
        wanted.every((choice) => quote.of[choice.dataset.key] === choice.value);
      quote.figure.hidden = !fits;
      left += fits;
    }
    for (const section of sections) section.hidden = !section.querySelector("figure.quote:not([hidden])");
    const all = `${count.format(quotes.length)} quotes`;
    shown.textContent = left === quotes.length ? all : `${count.format(left)} of ${all}`;
  };

  form.addEventListener("input", show);
  form.addEventListener("reset", () => setTimeout(show));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
})();
