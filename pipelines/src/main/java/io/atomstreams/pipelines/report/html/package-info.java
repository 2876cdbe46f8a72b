/**
 * Text that becomes a page. {@link io.atomstreams.pipelines.report.html.Markup} is the one way to
 * write an element, and the one place where text is escaped: nothing that comes from a topic can
 * open a tag. Read it first. Knows the JDK only.
 */
package io.atomstreams.pipelines.report.html;
