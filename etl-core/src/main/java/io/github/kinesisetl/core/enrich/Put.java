// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.enrich;

import com.fasterxml.jackson.databind.JsonNode;

/** Puts a value where a step could not. */
record Put(FieldPath field, JsonNode value) implements StepPolicy {}
