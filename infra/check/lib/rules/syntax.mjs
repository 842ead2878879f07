// Each file parses, and looks as terraform fmt leaves it.
import { format } from '../hcl.mjs';

export async function syntax({ modules, report }) {
  for (const { files } of modules.values()) {
    for (const { path, text, error } of files) {
      if (error) report('syntax', path, error);
      else if ((await format(text)) !== text) report('format', path, 'is not as terraform fmt leaves it');
    }
  }
}
