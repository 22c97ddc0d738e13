/** The service over gRPC: paddock.proto, on the same port as HTTP. */
@NullMarked
package dev.paddock.service.internal.grpc;

import org.jspecify.annotations.NullMarked;
