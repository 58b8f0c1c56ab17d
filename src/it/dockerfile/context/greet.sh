echo "$1, $NAME" || exit 1
[ "$1" != failure ] || exit 3
