# Read by the programs here: a throw-away directory $work, an sshd on loopback that is target and repository host at once, a fleet that
# knows it, and the words for a bare borg over ssh.
port=${BENCH_PORT:-22997}
work=$(mktemp -d)
trap 'kill "$(cat "$work/sshd.pid")" 2>/dev/null || :; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

ssh-keygen -q -t ed25519 -N '' -f "$work/host"
ssh-keygen -q -t ed25519 -N '' -f "$work/user"
cat >"$work/sshd_config" <<EOF
Port $port
ListenAddress 127.0.0.1
HostKey $work/host
PidFile $work/sshd.pid
AuthorizedKeysFile $work/user.pub
StrictModes no
UsePAM no
SetEnv BORG_BASE_DIR=$work/borg
StreamLocalBindUnlink yes
AcceptEnv BORG_*
EOF
[ "$(id -u)" -ne 0 ] || mkdir -p /run/sshd
/usr/sbin/sshd -f "$work/sshd_config" -E "$work/sshd.log"
pin="[127.0.0.1]:$port $(cut -d' ' -f1,2 "$work/host.pub")"
printf '%s\n' "$pin" >"$work/known_hosts"

mkdir -p "$work/data" "$work/repositories"
cat >"$work/fleet.yaml" <<EOF
version: 1
state_directory: state
defaults:
  sources: [$work/data]
  key: file:$work/user
  user: $(id -un)
  known_hosts: ["$pin"]
repository_hosts:
  vault: {host: 127.0.0.1, port: $port, user: $(id -un), key: "file:$work/user", known_hosts: ["$pin"], root: $work/repositories}
targets:
  web1: {host: 127.0.0.1, port: $port, repository: {host: vault, encryption: repokey}}
  web2: {host: 127.0.0.1, port: $port, repository: {host: vault, encryption: repokey-blake2}}
EOF

export BORG_BASE_DIR="$work/bare" BORG_PASSPHRASE=bench
export BORG_RSH="ssh -F none -i $work/user -o IdentitiesOnly=yes -o UserKnownHostsFile=$work/known_hosts"
bare="ssh://$(id -un)@127.0.0.1:$port$work/repositories/bare"
ours() { env -u BORG_BASE_DIR -u BORG_PASSPHRASE -u BORG_RSH "$here/holdfast" --config "$work/fleet.yaml" "$@"; }

