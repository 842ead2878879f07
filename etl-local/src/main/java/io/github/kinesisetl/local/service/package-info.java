// SPDX-License-Identifier: Apache-2.0
/**
 * What the services around Kinesis have in common: a request and its response without any network,
 * errors, and AWS's JSON protocol. The services themselves lie in etl-local-services.
 */
@NullMarked
package io.github.kinesisetl.local.service;

import org.jspecify.annotations.NullMarked;
