"use strict";

const byId = (id) => document.getElementById(id);
const NONE = "none";

/** How each kind of answer is shown: its address, its title, its facts and its history's columns. */
const kinds = {
  teller: {
    url: (asked) => "/internal/operators/teller?" + new URLSearchParams({ merchant: asked.merchant, teller: asked.teller }),
    title: (found) => `Teller ${found.tellerId} of ${found.merchantId}`,
    facts: (found) => [
      ["Teller", found.status],
      ["Current card", found.card ? account(found.card.accountId) : NONE],
      ...(found.card
        ? [
            ["Its fee plan", found.card.feePlan],
            ["Since", time(found.card.since)],
            ["By command", id(found.card.correlationId)],
          ]
        : []),
    ],
    caption: "Cards of this teller, the newest first",
    empty: "This teller has never had a card.",
    columns: ["When", "Card's account", "Instead of", "By command"],
    row: (entry) => [
      time(entry.associatedAt),
      account(entry.accountId),
      entry.replacedAccountId ? account(entry.replacedAccountId) : NONE,
      id(entry.correlationId),
    ],
  },
  account: {
    url: (asked) => "/internal/operators/accounts/" + encodeURIComponent(asked.account) + "?",
    title: (found) => `Account ${found.accountId}`,
    facts: (found) => [
      ["Account", found.status],
      ["Fee plan", found.feePlan],
      ["Opened", time(found.openedAt)],
    ],
    caption: "Changes of its fee plan, the newest first",
    empty: "Its fee plan has never been changed.",
    columns: ["When", "From", "To", "By command", "For teller"],
    row: (entry) => [
      time(entry.changedAt),
      entry.from,
      entry.to,
      id(entry.correlationId),
      entry.tellerId ? teller(entry.merchantId, entry.tellerId) : NONE,
    ],
  },
};

let shown; // what was asked last: {kind, asked, next}

byId("teller-form").addEventListener("submit", (event) => {
  event.preventDefault();
  show("teller", { merchant: byId("merchant").value.trim(), teller: byId("teller").value.trim() });
});

byId("account-form").addEventListener("submit", (event) => {
  event.preventDefault();
  show("account", { account: byId("account").value.trim() });
});

byId("older").addEventListener("click", async () => {
  const found = await ask(shown.kind, shown.asked, shown.next);
  if (found) {
    const first = rows(found);
    first?.querySelector("td").focus();
  }
});

async function show(kind, asked) {
  byId("result").hidden = true;
  const found = await ask(kind, asked, null);
  if (!found) {
    return;
  }
  shown = { kind, asked };
  byId("result-title").textContent = kinds[kind].title(found);
  byId("facts").replaceChildren(
    ...kinds[kind].facts(found).flatMap(([name, value]) => [element("dt", name), element("dd", value)]),
  );
  byId("history").caption.textContent = kinds[kind].caption;
  byId("history").tHead.replaceChildren(element("tr", ...kinds[kind].columns.map((column) => header(column))));
  byId("history").tBodies[0].replaceChildren();
  byId("empty").textContent = kinds[kind].empty;
  rows(found);
  const none = found.history.entries.length === 0;
  byId("history").hidden = none;
  byId("empty").hidden = !none;
  byId("result").hidden = false;
  byId("result-title").focus();
}

/** Adds a page of the history, and gives its first row. */
function rows(found) {
  const { columns, row } = kinds[shown.kind];
  const added = found.history.entries.map((entry) =>
    element("tr", ...row(entry).map((value, i) => {
      const cell = element("td", value);
      cell.dataset.label = columns[i];
      cell.tabIndex = -1;
      return cell;
    })),
  );
  byId("history").tBodies[0].append(...added);
  shown.next = found.history.next;
  byId("older").hidden = !shown.next;
  return added[0];
}

/** The answer; undefined if there is none, and then the page says why. */
async function ask(kind, asked, before) {
  const token = byId("token").value.trim();
  if (!token) {
    say("Paste an access token first.", true);
    byId("token").focus();
    return undefined;
  }
  say("Looking …");
  busy(true);
  try {
    const url = kinds[kind].url(asked) + (before ? "&" + new URLSearchParams({ before }) : "");
    const answer = await fetch(url, {
      headers: { Authorization: "Bearer " + token },
      cache: "no-store",
      signal: AbortSignal.timeout(15000),
    });
    if (!answer.ok) {
      say(await errorMessage(answer), true);
      return undefined;
    }
    const found = await answer.json();
    say("");
    return found;
  } catch (e) {
    say("teller-processor does not answer. Try again in a moment.", true);
    return undefined;
  } finally {
    busy(false);
  }
}

async function errorMessage(answer) {
  switch (answer.status) {
    case 401:
      return "The token is invalid or has expired.";
    case 403:
      return "The token lacks the scope tellers:operate.";
    case 400:
    case 404: {
      const problem = await answer.json().catch(() => ({}));
      return (problem.detail ?? "Nothing found") + ".";
    }
    default:
      return `teller-processor answers with an error (${answer.status}). Try again in a moment; its log says more.`;
  }
}

function say(text, bad = false) {
  byId("status").textContent = text;
  byId("status").className = bad ? "error" : "";
}

function busy(is) {
  document.querySelectorAll("button").forEach((button) => (button.disabled = is));
}

function element(name, ...content) {
  const made = document.createElement(name);
  made.append(...content);
  return made;
}

function header(text) {
  const made = element("th", text);
  made.scope = "col";
  return made;
}

function id(text) {
  const made = element("span", text);
  made.className = "id";
  return made;
}

function account(accountId) {
  return link(accountId, "Show account " + accountId, () => {
    byId("account").value = accountId;
    show("account", { account: accountId });
  });
}

function teller(merchantId, tellerId) {
  return link(`${tellerId} of ${merchantId}`, `Show teller ${tellerId} of ${merchantId}`, () => {
    byId("merchant").value = merchantId;
    byId("teller").value = tellerId;
    show("teller", { merchant: merchantId, teller: tellerId });
  });
}

function link(text, title, action) {
  const made = element("button", text);
  made.type = "button";
  made.className = "id";
  made.title = title;
  made.addEventListener("click", action);
  return made;
}

function time(text) {
  const made = element("time", new Date(text).toISOString().replace("T", " ").slice(0, 19) + " UTC");
  made.dateTime = text;
  return made;
}
