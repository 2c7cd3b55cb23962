// Says beside the day on which a guide or step was tried in an org when that is too long ago. Only the reader's own
// browser knows today, so that the site is the same bytes on every day.
(() => {
  const DAY = 24 * 60 * 60 * 1000;
  const LONGEST = 180;
  const tell = () => {
    for (const place of document.querySelectorAll("[data-verified]:not([data-told])")) {
      const days = Math.floor((Date.now() - Date.parse(place.dataset.verified)) / DAY);
      place.dataset.told = "";
      if (days > Number(place.dataset.recheck || LONGEST)) {
        place.append(`: ${days} days ago, so look closely`);
        place.classList.add("untried");
      }
    }
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", tell);
  else tell();
})();
