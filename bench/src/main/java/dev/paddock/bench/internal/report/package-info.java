/** Turns results into what people and programs read: tables (terminal, Markdown), JSON, CSV, charts. */
@NullMarked
package dev.paddock.bench.internal.report;

import org.jspecify.annotations.NullMarked;
