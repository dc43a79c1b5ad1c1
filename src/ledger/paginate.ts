/** GitHub's largest page. */
export const pageSize = 100;
/** More pages than this are a loop, not data. */
const maxPages = 100;

/**
 * Reads page after page until one is not full.
 *
 * @param page gives one page, counted from 1
 */
export async function* paginate<Item>(page: (number: number) => Promise<readonly Item[]>): AsyncGenerator<Item, void> {
  for (let number = 1; number <= maxPages; number += 1) {
    const items = await page(number);
    yield* items;
    if (items.length < pageSize) return;
  }
}
