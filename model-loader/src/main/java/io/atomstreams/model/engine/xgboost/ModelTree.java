package io.atomstreams.model.engine.xgboost;

import com.fasterxml.jackson.databind.JsonNode;
import io.atomstreams.model.ModelException;

/** A place in the document of a model, with what must be there. Every error names the place. */
final class ModelTree {

  private final String place;
  private final JsonNode node;

  ModelTree(String place, JsonNode node) {
    this.place = place;
    this.node = node;
  }

  ModelException broken(String why) {
    return new ModelException("not an XGBoost model: " + place + " " + why);
  }

  boolean has(String key) {
    return node.has(key);
  }

  ModelTree at(String key) {
    JsonNode child = node.get(key);
    if (child == null) {
      throw broken("has no " + key);
    }
    return new ModelTree(place.isEmpty() ? key : place + "." + key, child);
  }

  ModelTree at(int index) {
    return new ModelTree(place + "[" + index + "]", node.get(index));
  }

  ModelTree requireObject() {
    if (!node.isObject()) {
      throw broken("is not an object");
    }
    return this;
  }

  /** The number of elements. */
  int size() {
    if (!node.isArray()) {
      throw broken("is not an array");
    }
    return node.size();
  }

  void requireSize(int size) {
    if (size() != size) {
      throw broken("has %d elements, not %d".formatted(size(), size));
    }
  }

  String text() {
    if (!node.isTextual()) {
      throw broken("is not a text");
    }
    return node.textValue();
  }

  String[] texts() {
    String[] texts = new String[size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = at(i).text();
    }
    return texts;
  }

  /** A whole number that is written as a text, as XGBoost writes its parameters. */
  int parameter() {
    try {
      return Integer.parseInt(text());
    } catch (NumberFormatException e) {
      throw new ModelException(broken("is " + text() + ", not a whole number").getMessage(), e);
    }
  }

  int integer() {
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw broken("is " + node + ", not a whole number of 32 bits");
    }
    return node.intValue();
  }

  int[] integers(int size) {
    requireSize(size);
    int[] values = new int[size];
    for (int i = 0; i < size; i++) {
      values[i] = at(i).integer();
    }
    return values;
  }

  /** 32-bit floats, widened; {@code NaN} and infinity are left to whoever uses them. */
  double[] floats(int size) {
    requireSize(size);
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      if (!node.get(i).isNumber()) {
        throw at(i).broken("is not a number");
      }
      values[i] = node.get(i).floatValue();
    }
    return values;
  }

  /** Zeros and ones, or truth values. */
  boolean[] flags(int size) {
    requireSize(size);
    boolean[] values = new boolean[size];
    for (int i = 0; i < size; i++) {
      values[i] = node.get(i).isBoolean() ? node.get(i).booleanValue() : at(i).integer() != 0;
    }
    return values;
  }
}
