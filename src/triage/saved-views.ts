import { z } from 'zod';
import type { Clock } from '#kit/clock.ts';
import type { DocumentChange, Documents, StoredDocument } from '#journal/documents.ts';
import { TimeIds } from './time-ids.ts';
import { TriageError } from './triage-error.ts';

const kind = 'view';
const content = z.object({
  name: z.string(),
  page: z.enum(['alerts', 'groups']),
  /** The search part of the URL, without the question mark. */
  search: z.string(),
  isShared: z.boolean(),
  /** What its page opens with, for its owner. */
  isDefault: z.boolean(),
  owner: z.string(),
});
export interface SavedView extends z.output<typeof content> {
  readonly id: string;
}
export type ViewContent = Omit<SavedView, 'id' | 'owner'>;

/** So many a person can find again. */
const maxOfOne = 200;

/** What people look at often. A view is seen by its owner, and by everybody where it is shared. */
export class SavedViews {
  readonly #documents: Documents;
  readonly #ids: TimeIds;

  constructor(documents: Documents, clock: Pick<Clock, 'now'>) {
    this.#documents = documents;
    this.#ids = new TimeIds(clock);
  }

  /** In the order in which they were made. */
  async of(login: string): Promise<readonly SavedView[]> {
    const all = await this.#documents.list(kind);
    return all.map(viewOf).filter(({ owner, isShared }) => isShared || owner === login);
  }

  /** @throws TriageError where somebody has too many */
  async add(owner: string, view: ViewContent): Promise<SavedView> {
    const own = (await this.of(owner)).filter((each) => each.owner === owner);
    if (own.length >= maxOfOne) {
      throw new TriageError('conflict', `You have ${maxOfOne} views: remove one that you do not need any more`);
    }
    const id = this.#ids.next();
    await this.#documents.change([put(id, owner, view), ...othersNotDefault(own, id, view)]);
    return { id, owner, ...view };
  }

  /** @throws TriageError where there is none, or it is somebody else's */
  async replace(id: string, login: string, view: ViewContent): Promise<SavedView> {
    await this.#own(id, login);
    const own = (await this.of(login)).filter(({ owner }) => owner === login);
    await this.#documents.change([put(id, login, view), ...othersNotDefault(own, id, view)]);
    return { id, owner: login, ...view };
  }

  /**
   * @param isAdmin May remove what is shared, too.
   * @throws TriageError where there is none, or it is somebody else's
   */
  async remove(id: string, login: string, isAdmin: boolean): Promise<void> {
    if (isAdmin) await this.#seen(id, login);
    else await this.#own(id, login);
    await this.#documents.change([{ kind, id, remove: true }]);
  }

  async #own(id: string, login: string): Promise<void> {
    const { owner } = await this.#seen(id, login);
    if (owner !== login) throw new TriageError('forbidden', `This view is ${JSON.stringify(owner)}'s: save your own`);
  }

  async #seen(id: string, login: string): Promise<SavedView> {
    const found = await this.#documents.get(kind, id);
    const view = found && viewOf(found);
    if (view && (view.isShared || view.owner === login)) return view;
    throw new TriageError('missing', `There is no view ${JSON.stringify(id)}`);
  }
}

function viewOf({ id, content: stored }: StoredDocument): SavedView {
  return { id, ...content.parse(stored) };
}

function put(id: string, owner: string, { name, page, search, isShared, isDefault }: ViewContent): DocumentChange {
  return { kind, id, put: { name, page, search, isShared, isDefault, owner } };
}

/** A page opens with one view. */
function othersNotDefault(
  own: readonly SavedView[],
  id: string,
  { page, isDefault }: ViewContent,
): readonly DocumentChange[] {
  if (!isDefault) return [];
  const former = own.filter((each) => each.id !== id && each.page === page && each.isDefault);
  return former.map((each) => put(each.id, each.owner, { ...each, isDefault: false }));
}
