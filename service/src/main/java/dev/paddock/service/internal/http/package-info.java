/** The service over HTTP: routes, JSON, who may do what, TLS. */
@NullMarked
package dev.paddock.service.internal.http;

import org.jspecify.annotations.NullMarked;
