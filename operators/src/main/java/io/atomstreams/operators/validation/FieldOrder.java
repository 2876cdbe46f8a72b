package io.atomstreams.operators.validation;

/**
 * The fields of one kind of JSON object in the order producers write them, learned from the last
 * one seen. It only guesses what comes next, so that a race between threads costs a wrong guess at
 * worst: safe for concurrent use without a lock.
 */
final class FieldOrder {

  private final FieldNames names;
  private final FieldName[] following;

  FieldOrder(FieldNames names) {
    this.names = names;
    this.following = new FieldName[names.count() + 1];
  }

  /**
   * Passes over the next name and its colon.
   *
   * @param last the field read before, {@code null} at the object's start or if it is not known
   * @return {@code null} if the object has no such field
   */
  FieldName next(PlainScanner in, FieldName last) {
    int place = last == null ? names.count() : last.index();
    FieldName guess = following[place];
    if (guess != null && in.skip(guess)) {
      return guess;
    }
    FieldName found = in.name(names);
    following[place] = found;
    return found;
  }
}
