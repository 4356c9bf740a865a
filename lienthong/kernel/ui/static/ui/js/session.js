// Says when the session has ended or the line is down, before anything typed is sent into the void.
import { element, word } from "./words.js";

export function notice(id, text, link) {
  const old = document.getElementById(id);
  if (old) {
    old.remove();
  }
  if (!text) {
    return;
  }
  const bar = element("div", { class: "banner banner-offline", id, role: "alert" }, element("span", {}, text));
  if (link) {
    bar.append(element("a", { href: link, target: "_blank", rel: "noopener" }, word("signIn")));
  }
  (document.querySelector("[data-banners]") || document.body).prepend(bar);
}

export function sessionExpired() {
  notice("session-notice", word("expired"), word("signInUrl"));
}

// True, false, or null when nobody answers.
export async function stillSignedIn() {
  const url = word("sessionUrl");
  if (!url) {
    return null;
  }
  try {
    const answer = await fetch(url, { credentials: "same-origin", headers: { Accept: "application/json" } });
    return answer.ok ? (await answer.json()).signed_in : null;
  } catch {
    return null;
  }
}

export const startedSignedIn = document.body.hasAttribute("data-signed-in");

document.addEventListener("lt:session-expired", sessionExpired);
addEventListener("offline", () => notice("offline-notice", word("offline")));
addEventListener("online", () => notice("offline-notice", ""));

// Somebody comes back to a page left open over lunch: look before they type.
document.addEventListener("visibilitychange", async () => {
  if (startedSignedIn && document.visibilityState === "visible") {
    const alive = await stillSignedIn();
    if (alive === false) {
      sessionExpired();
    } else if (alive === true) {
      notice("session-notice", "");
    }
  }
});
