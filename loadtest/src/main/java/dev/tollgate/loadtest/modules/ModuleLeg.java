package dev.tollgate.loadtest.modules;

import dev.tollgate.loadtest.run.BenchPart;

/** What one leg measures; the first gateway runs before and after. */
interface ModuleLeg extends BenchPart<ModulesTestbed> {}
