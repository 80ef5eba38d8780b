"""What the drill of the backup sets puts into the stores, damages, and looks for afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.frozen import dataclass
from orogen.services.backup import MEDIA

if TYPE_CHECKING:
    from orogen.drills.ground import Ground

_LIVE = "oro"
_PSQL = (
    "runuser --user postgres -- psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 "
    '--file=- --dbname="$1"'
)
# OroCommerce's own user owns them, as what it makes itself. Rows of a drill that broke off would be counted, too.
_PUT = """
SET ROLE oro;
DROP TABLE IF EXISTS orogen_drill, orogen_drill_dropped;
CREATE TABLE orogen_drill_dropped AS SELECT n AS number, md5(n::text) AS words FROM generate_series(1, 5000) n;
"""
_TABLE = "SELECT md5(string_agg(number || words, ' ' ORDER BY number)) FROM orogen_drill_dropped;"
_THERE = "SELECT count(*) FROM pg_tables WHERE tablename = 'orogen_drill_dropped';"
_DAMAGE = "SET ROLE oro; DROP TABLE orogen_drill_dropped; DELETE FROM orogen_drill WHERE number % 2 = 0;"
_ROWS = "SELECT count(*) FROM orogen_drill;"
_CLEAN = "SET ROLE oro; DROP TABLE IF EXISTS orogen_drill_dropped;"
# On the backup node, whose login for a restore may write files.
_MONGOSH = """
HOME=$(mktemp --directory) && export HOME && trap 'rm --recursive --force "$HOME"' EXIT
mongosh --quiet --norc --nodb --eval "$(cat)" """
_CONNECT = f"""
const text = fs.readFileSync('/etc/orogen/backup/mongorestore.yaml', 'utf8');
const files = connect(JSON.parse(text.match(/^uri: (".*")$/m)[1])).getSiblingDB('{MEDIA[0]}');
const entries = files.getCollection('drill.files');
const chunks = files.getCollection('drill.chunks');
"""
_FILES_PUT = """
entries.drop();
chunks.drop();
for (const name of ['one.txt', 'two.txt', 'three.txt']) {
  const data = Buffer.from(name.repeat(1000));
  const _id = new ObjectId();
  entries.insertOne({ _id, filename: name, length: data.length, chunkSize: 261120, uploadDate: new Date() });
  chunks.insertOne({ files_id: _id, n: 0, data: new Binary(data) });
}
"""
_FILES_DAMAGED = """
const gone = entries.findOne({ filename: 'one.txt' });
entries.deleteOne({ _id: gone._id });
chunks.deleteOne({ files_id: gone._id });
"""
_FILES_STATE = """
const held = entries.find().toArray().map((entry) => {
  const found = chunks.find({ files_id: entry._id }).toArray();
  return `${entry.filename} ${found.reduce((length, chunk) => length + chunk.data.length(), 0)}`;
});
print(held.sort().join(', '));
"""
_FILES_CLEAN = "entries.drop(); chunks.drop(); undefined"


@dataclass(frozen=True, slots=True)
class Data:
    """A table and some files of the drill's own, beside the rows of its workload; `leader` leads the database."""

    ground: Ground
    leader: str

    def put(self) -> None:
        """Put them there."""
        self._sql(_PUT)
        self._files(_FILES_PUT)

    def damage(self) -> int:
        """Drop the table, delete half of the workload's rows and a file. Give how many rows are left."""
        self._sql(_DAMAGE)
        self._files(_FILES_DAMAGED)
        return self.rows()

    def state(self) -> str:
        """Give what there is of the table and the files, in words."""
        table = f"table {self._sql(_TABLE)}" if self._sql(_THERE) == "1" else "no table"
        return f"{table}; files {self._files(_FILES_STATE) or 'none'}"

    def rows(self, database: str = _LIVE) -> int:
        """Count the rows of the workload, in a database that a restore has closed as well."""
        if database != _LIVE:
            self._sql(f"ALTER DATABASE {database} ALLOW_CONNECTIONS true;", "postgres")
        return int(self._sql(_ROWS, database))

    def clean(self) -> None:
        """Remove them."""
        self._sql(_CLEAN)
        self._files(_FILES_CLEAN)

    def _sql(self, statements: str, database: str = _LIVE) -> str:
        return self.ground.run(self.leader, _PSQL, database, text=statements).strip()

    def _files(self, script: str) -> str:
        """Run a script on the file store, where the environment has one."""
        if not self.ground.nodes("files"):
            return ""
        return self.ground.run(self.ground.nodes("backup")[0], _MONGOSH, text=_CONNECT + script).strip()
