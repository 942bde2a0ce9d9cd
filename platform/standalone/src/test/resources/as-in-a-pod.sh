#!/bin/sh
# as-in-a-pod TMP COMMAND...: as user 10001, without capabilities, in /, with a root that is read-only and TMP as /tmp.
# Where this machine does not allow that, with as much of it as it does allow.
tmp=$1
shift
cd /
nobody="setpriv --reuid=10001 --regid=10001 --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all"
if [ "$(id -u)" != 0 ]; then
    exec "$@"
elif unshare --mount mount -o remount,ro,bind / 2> /dev/null; then
    exec unshare --mount sh -c 'tmp=$1; shift; mount --bind "$tmp" /tmp && mount -o remount,ro,bind / && exec "$@"' \
        sh "$tmp" $nobody "$@"
else
    exec $nobody "$@"
fi
