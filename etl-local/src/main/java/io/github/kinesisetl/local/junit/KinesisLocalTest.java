// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives tests an embedded Kinesis: a parameter of type {@link
 * io.github.kinesisetl.local.KinesisLocal} is the server, a parameter of any client type of the AWS
 * SDK 2 is a client of it.
 *
 * <p>Each test has a server of its own, so tests may run side by side; it ends with the test, and
 * its clients are closed before it. If {@code @BeforeAll} asks for one, all tests of the class
 * share that one. Constructors, {@code @BeforeEach} and {@code @AfterEach} get the server of their
 * test.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@ExtendWith(KinesisLocalExtension.class)
public @interface KinesisLocalTest {

  /**
   * The streams that are there when a test begins.
   *
   * @return each a name, or a name, a colon and the number of shards, such as {@code orders:2}
   */
  String[] streams() default {};

  /**
   * Whether all limits are kept, as AWS does.
   *
   * @return true to throttle shards
   */
  boolean enforceLimits() default false;
}
