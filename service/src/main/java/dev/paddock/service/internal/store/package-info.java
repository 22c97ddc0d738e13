/**
 * Code on disk. A file's name is the hash of its contents, and what is loaded is hashed before it is used, so two services
 * on one folder, or a broken disk, can do no more than make one of them miss.
 */
@NullMarked
package dev.paddock.service.internal.store;

import org.jspecify.annotations.NullMarked;
