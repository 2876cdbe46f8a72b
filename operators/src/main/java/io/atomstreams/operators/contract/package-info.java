/**
 * What an installation declares of its events' fields, rule by rule: pass, repair, or reject with
 * the rule's name. A rule looks at one event and at nothing else ({@link
 * io.atomstreams.operators.contract.FieldContract}, where to start), or also at what the same
 * customer has sent before ({@link io.atomstreams.operators.contract.HistoryContract}). Imports the
 * JDK, {@code event}, {@code validation}, {@code expression}, {@code state}, of {@code feature} how
 * names are hashed and numbers put into buckets, and RE2/J, whose patterns take time linear in the
 * text, since the text is a stranger's.
 */
package io.atomstreams.operators.contract;
