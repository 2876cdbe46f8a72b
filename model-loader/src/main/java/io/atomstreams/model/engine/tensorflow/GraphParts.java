package io.atomstreams.model.engine.tensorflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/** A graph with its functions, and what of it runs when something is asked for. */
final class GraphParts {

  /**
   * An operation.
   *
   * @param function the function it is in; empty for the graph itself
   */
  record Part(String function, NodeDef node) {

    @Override
    public String toString() {
      return node.getName() + (function.isEmpty() ? "" : " in function " + function);
    }
  }

  private final Map<String, NodeDef> nodes = new HashMap<>();
  private final Map<String, FunctionDef> functions = new HashMap<>();

  GraphParts(GraphDef graph) {
    graph.getNodeList().forEach(node -> nodes.put(node.getName(), node));
    graph
        .getLibrary()
        .getFunctionList()
        .forEach(function -> functions.put(function.getSignature().getName(), function));
  }

  /** Every operation of the graph and of all its functions. */
  List<Part> all() {
    List<Part> all = new ArrayList<>();
    nodes.values().forEach(node -> all.add(new Part("", node)));
    functions.keySet().forEach(name -> all.addAll(body(name)));
    return all;
  }

  /**
   * What may run when these are asked for: all they depend on, and every operation of each function
   * that is called on the way.
   *
   * @param tensors names of operations or of their outputs, as {@code softmax:0}
   */
  Set<Part> reachedFrom(Collection<String> tensors) {
    Set<Part> reached = new HashSet<>();
    Deque<Part> open = new ArrayDeque<>();
    tensors.forEach(tensor -> add(tensor, open));
    while (!open.isEmpty()) {
      Part part = open.pop();
      if (reached.add(part)) {
        if (part.function().isEmpty()) {
          part.node().getInputList().forEach(input -> add(input, open));
        }
        calls(part.node()).forEach(function -> open.addAll(body(function)));
      }
    }
    return reached;
  }

  private void add(String tensor, Deque<Part> open) {
    NodeDef node = nodes.get(operation(tensor));
    if (node != null) {
      open.push(new Part("", node));
    }
  }

  /** {@code ^name}, {@code name:output:0} and {@code name:0} all mean the operation. */
  static String operation(String tensor) {
    String name = tensor.startsWith("^") ? tensor.substring(1) : tensor;
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }

  /** The operation that an input of another comes from; null for a function's argument. */
  NodeDef source(Part part, int input) {
    if (part.node().getInputCount() <= input) {
      return null;
    }
    String name = operation(part.node().getInput(input));
    if (part.function().isEmpty()) {
      return nodes.get(name);
    }
    return functions.get(part.function()).getNodeDefList().stream()
        .filter(node -> node.getName().equals(name))
        .findFirst()
        .orElse(null);
  }

  private List<Part> body(String function) {
    FunctionDef found = functions.get(function);
    return found == null
        ? List.of()
        : found.getNodeDefList().stream().map(node -> new Part(function, node)).toList();
  }

  private static Set<String> calls(NodeDef node) {
    Set<String> names = new HashSet<>();
    for (AttrValue value : node.getAttrMap().values()) {
      if (value.hasFunc()) {
        names.add(value.getFunc().getName());
      }
      value.getList().getFuncList().forEach(function -> names.add(function.getName()));
    }
    return names;
  }
}
