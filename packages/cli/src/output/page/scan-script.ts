/**
 * A click on a cell of the matrix leaves only its reads. Without this script the cell is a link to
 * the first of them. Reads attributes that the page wrote, and writes no HTML.
 */
export const SCAN_SCRIPT = `
const bar = document.querySelector(".filter");
const label = bar.querySelector("span");
const reads = [...document.querySelectorAll(".read")];
const cells = [...document.querySelectorAll("a.cell")];
function show(cell) {
  for (const read of reads) {
    read.hidden = cell !== null && !(read.dataset.name === cell.dataset.name &&
      read.dataset.workers.split(" ").includes(cell.dataset.worker));
  }
  for (const each of cells) each.toggleAttribute("aria-current", each === cell);
  bar.hidden = cell === null;
  label.textContent = cell === null ? "" : cell.title;
}
document.addEventListener("click", (event) => {
  const cell = event.target.closest("a.cell");
  if (cell !== null) {
    event.preventDefault();
    show(cell.hasAttribute("aria-current") ? null : cell);
    document.getElementById("reads").scrollIntoView();
  } else if (event.target.closest(".filter button") !== null) {
    show(null);
  }
});
`;
