package io.atomstreams.pipelines.mapping;

/** One record of the source, by field: a column of a CSV file, a JSON pointer. */
interface Row {

  /** The field's text without blanks around it; empty if it is absent, null or no scalar. */
  String value(String field);
}
