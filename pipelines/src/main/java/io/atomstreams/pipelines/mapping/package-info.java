/**
 * Other people's data as our events: a mapping written in YAML, read once, applied to the rows of a
 * CSV file or to the JSON records of an existing topic.
 *
 * <p>Start with {@link io.atomstreams.pipelines.mapping.CsvFeed} for files and {@link
 * io.atomstreams.pipelines.mapping.JsonMapping} for topics; {@link
 * io.atomstreams.pipelines.mapping.EventMapping} describes the language. Nothing disappears: each
 * row is part of an event, ignored by a named rule, or unmappable for a stated reason, and {@link
 * io.atomstreams.pipelines.mapping.MappingReport} adds up. Imports {@code config}, {@code event},
 * {@code validation}, {@code feed} and Jackson.
 */
package io.atomstreams.pipelines.mapping;
