// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.sns;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of AWS's query protocol; structures are flattened by dots.
 *
 * @param values by their whole names
 */
record Form(Map<String, String> values) {

  static Form parse(byte[] body) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
      int mark = pair.indexOf('=');
      if (mark > 0) {
        values.put(decoded(pair.substring(0, mark)), decoded(pair.substring(mark + 1)));
      }
    }
    return new Form(values);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refusal.of("MalformedQueryString", "the body is not a valid form");
    }
  }

  /** Refuses parameters that nobody reads. */
  Form known(String... names) {
    for (String name : values.keySet()) {
      int dot = name.indexOf('.');
      String first = dot < 0 ? name : name.substring(0, dot);
      if (!List.of(names).contains(first) && !first.equals("Action") && !first.equals("Version")) {
        throw Refusal.invalid("%s is not supported here; known are %s", first, List.of(names));
      }
    }
    return this;
  }

  @Nullable String text(String name) {
    return values.get(name);
  }

  String text(String name, String byDefault) {
    return values.getOrDefault(name, byDefault);
  }

  String required(String name) {
    String value = values.get(name);
    if (value == null) {
      throw Refusal.invalid("%s must be given", name);
    }
    return value;
  }

  /** The members of a list or map, such as those of {@code Attributes.entry}, in their order. */
  List<Form> members(String prefix) {
    Map<Integer, Map<String, String>> members = new TreeMap<>();
    values.forEach((name, value) -> {
      if (name.startsWith(prefix + ".")) {
        String rest = name.substring(prefix.length() + 1);
        int dot = rest.indexOf('.');
        if (dot < 0 || !rest.substring(0, dot).matches("[0-9]{1,6}")) {
          throw Refusal.invalid("%s must have numbered members", prefix);
        }
        members
            .computeIfAbsent(Integer.valueOf(rest.substring(0, dot)), i -> new LinkedHashMap<>())
            .put(rest.substring(dot + 1), value);
      }
    });
    List<Form> forms = new ArrayList<>();
    members.values().forEach(member -> forms.add(new Form(member)));
    return forms;
  }

  /** A map of texts, sent as {@code name.entry.1.key} and {@code .value}. */
  Map<String, String> map(String name) {
    Map<String, String> map = new LinkedHashMap<>();
    members(name + ".entry").forEach(m -> map.put(m.required("key"), m.text("value", "")));
    return map;
  }
}
