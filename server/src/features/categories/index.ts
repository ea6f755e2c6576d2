import type { Feature } from '../../platform/feature.ts';
import { categoryRoutes } from './categories.routes.ts';
import { categoryService, type Categories, type CategoriesDependencies } from './categories.service.ts';

export type { Categories } from './categories.service.ts';
export { CATEGORY_JSON, categoriesOf } from './categories.repo.ts';

/** Kinds of trouble: what is asked when one is filed, which skills it takes and how long. */
export function createCategories(deps: CategoriesDependencies): Feature & { service: Categories } {
  const service = categoryService(deps);
  return { service, routes: categoryRoutes(service), projections: [service.list.listener] };
}
