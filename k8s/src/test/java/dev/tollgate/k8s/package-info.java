/** Tests of the manifests and of the image's recipe. Nothing here knows the product, nor runs in it. */
@NullMarked
package dev.tollgate.k8s;

import org.jspecify.annotations.NullMarked;
