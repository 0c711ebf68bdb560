"use strict";

document.documentElement.classList.add("scripted");

// Times in the reader's zone, with UTC beside; without this script UTC stays.
const zoneIsUtc = new Date().getTimezoneOffset() === 0;
const thisYear = new Date().getFullYear();

function localize(root) {
  root.querySelectorAll("time[datetime]:not([data-local])").forEach((element) => {
    element.dataset.local = "";
    const time = new Date(element.dateTime);
    if (zoneIsUtc || Number.isNaN(time.getTime())) {
      return;
    }
    const utc = element.textContent;
    const year = time.getFullYear() === thisYear ? undefined : "numeric";
    const day = time.toLocaleDateString("en-GB", { day: "numeric", month: "short", year });
    const clock = time.toLocaleTimeString("en-GB");
    const small = document.createElement("small");
    small.textContent = utc.replace(/^\d{4}-\d\d-\d\d /, "");
    element.replaceChildren(`${day} ${clock} `, small);
    element.title = utc;
  });
}

// What a screen reader hears when a page that refreshes itself shows something new.
const announcer = document.getElementById("announcer");
let announced = "";

function announce(quietly) {
  const text = [...document.querySelectorAll("[data-announce]")].map((element) => element.dataset.announce).join(". ");
  if (text !== announced) {
    announced = text;
    if (!quietly) {
      announcer.textContent = text;
    }
  }
}

const stale = document.getElementById("stale");
let since;

function reached(ok) {
  if (ok) {
    since = undefined;
    stale.hidden = true;
    return;
  }
  if (!since) {
    since = new Date();
    stale.textContent = `Not up to date since ${since.toLocaleTimeString("en-GB")}: the server does not answer. Trying again.`;
    stale.hidden = false;
  }
}

// What somebody has opened stays open when its part of the page is replaced
const opened = new Set();
document.addEventListener(
  "toggle",
  (event) => {
    if (event.target.id && event.target.isConnected) {
      opened[event.target.open ? "add" : "delete"](event.target.id);
    }
  },
  true,
);

localize(document);
announce(true);
document.addEventListener("htmx:afterSwap", () => {
  localize(document);
  opened.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
  announce(false);
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.requestConfig?.path.startsWith("/console/live/")) {
    reached(event.detail.successful);
  }
});

// A choice that reloads the page when it is made
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) {
    event.target.form.requestSubmit();
  }
});

// A form is sent once, however often its button is clicked
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "post" && !("again" in form.dataset) && !event.defaultPrevented) {
    if (form.dataset.sent) {
      event.preventDefault();
    }
    form.dataset.sent = "yes";
  }
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  }
});
