/**
 * What an installation declares of its events' fields, rule by rule: pass, repair, or reject with
 * the rule's name. A rule looks at one event and at nothing else. Imports the JDK, {@code event},
 * {@code validation}, {@code expression}, and RE2/J, whose patterns take time linear in the text,
 * since the text is a stranger's. Start with {@link
 * io.atomstreams.operators.contract.FieldContract}.
 */
package io.atomstreams.operators.contract;
