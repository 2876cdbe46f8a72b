/**
 * A page that says how an installation is doing: {@link io.atomstreams.pipelines.report.Report}
 * reads what the jobs have written once, from topics or from files, and writes one file of HTML
 * that needs nothing else. Start there, then {@code section.Section}. Packages below: {@code
 * source} reads, {@code measure} keeps, {@code plot} and {@code html} draw, {@code section} puts
 * together.
 */
package io.atomstreams.pipelines.report;
