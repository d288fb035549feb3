// Vietnamese for what the packages of servers say.

/** What is said, with its variable parts as groups, and the same in Vietnamese. */
export const saidByServers: readonly (readonly [english: RegExp, vietnamese: string])[] = [
  // EventStoreDB
  [
    /^EventStoreDB refuses this user: .*$/,
    'EventStoreDB từ chối người dùng này: hãy kiểm tra tên và mật khẩu, và người dùng được đọc $$all và ghi thêm (quản trị viên cấp quyền đó)',
  ],
  [
    /^EventStoreDB is not trusted, .*$/,
    'Không tin cậy được EventStoreDB, hoặc nó không dùng TLS như địa chỉ này nói: hãy thêm tls=true và tlsCAFile với CA của chứng chỉ (tlsVerifyCert=false không có tác dụng), hoặc tls=false nếu máy chủ không bảo mật',
  ],
  [
    /^EventStoreDB does not take what it was asked \((.*)\): .*$/s,
    'EventStoreDB không nhận yêu cầu ($1): hãy kiểm tra phiên bản là 23.10 hoặc mới hơn',
  ],
  [/^EventStoreDB sends more at once than can be read \((.*)\)$/s, 'EventStoreDB gửi cùng lúc quá nhiều ($1)'],
  [
    /^EventStoreDB could not be reached for (.*?) s \((.*)\): .*$/s,
    'Không kết nối được EventStoreDB suốt $1 giây ($2): hãy kiểm tra máy chủ đang chạy, địa chỉ, và cần tls=true hay tls=false; thử lại sau có thể được',
  ],
  [
    /^EventStoreDB did not say in (.*?) s whether the append was written \((.*)\): .*$/s,
    'EventStoreDB không cho biết trong $1 giây liệu sự kiện đã được ghi hay chưa ($2): hãy gửi lại đúng như vậy',
  ],
  [
    /^EventStoreDB does not say whether streams may be deleted$/,
    'EventStoreDB không cho biết có được xóa luồng hay không',
  ],
  [
    /^((?:--[a-z-]+|[A-Z_]+): )?EventStoreDB is given as a connection string: (.*); what was given is none$/,
    '$1EventStoreDB được chỉ ra bằng chuỗi kết nối, như esdb://host:2113?tls=false; những gì đưa vào không phải vậy',
  ],
  [
    /^((?:--[a-z-]+|[A-Z_]+): )?The file of tlsCAFile, userCertFile or userKeyFile cannot be read: .*$/,
    '$1Không đọc được tệp của tlsCAFile, userCertFile hoặc userKeyFile: hãy chỉ ra đường dẫn của một chứng chỉ',
  ],
  [
    /^((?:--[a-z-]+|[A-Z_]+): )?The connection string has an option '(.*)', which there is not$/,
    "$1Chuỗi kết nối có tùy chọn '$2', vốn không tồn tại",
  ],
  [
    /^(\S+) holds at position (\d+) what is no event of this library: .*$/,
    '$1 tại vị trí $2 chứa thứ không phải sự kiện của thư viện này: có bên khác ghi vào luồng của công ty',
  ],
  // MongoDB
  [
    /^MongoDB: no primary could be reached: .*$/,
    'MongoDB: không kết nối được nút chính: hãy kiểm tra các máy chủ đang chạy, địa chỉ và replicaSet là của chúng; thử lại sau có thể được',
  ],
  [
    /^((?:--[a-z-]+|[A-Z_]+): )?url: expected a database of letters, digits, _ and -$/,
    '$1url: tên cơ sở dữ liệu chỉ gồm chữ cái, chữ số, _ và -',
  ],
  [/^A document is larger than MongoDB keeps: 16 MB$/, 'Một tài liệu lớn hơn mức MongoDB lưu được: 16 MB'],
  [
    /^MongoDB: (.*): too much for one transaction, .*$/,
    'MongoDB: $1: quá nhiều cho một giao dịch, hoặc có tài liệu hơn 16 MB. Hãy ghi ít hơn mỗi lần',
  ],
  [
    /^A document does not fit the validator of its collection$/,
    'Một tài liệu không khớp với bộ kiểm tra của bộ sưu tập chứa nó',
  ],
  [
    /^MongoDB: (.*): the user given may not do this, or its password is another$/,
    'MongoDB: $1: người dùng này không có quyền, hoặc mật khẩu không đúng',
  ],
  [/^The documents were opened for reading only$/, 'Các tài liệu chỉ được mở để đọc'],
  [
    /^MongoDB: DNS names no servers for this address \((.*)\): .*$/,
    'MongoDB: DNS không cho biết máy chủ nào ở địa chỉ này ($1): hãy kiểm tra địa chỉ; thử lại sau có thể được',
  ],
  [/^MongoDB: (.*); trying again later may help$/, 'MongoDB: $1; thử lại sau có thể được'],
  [
    /^MongoDB: the transaction was refused again and again; .*$/,
    'MongoDB: giao dịch bị từ chối nhiều lần; hãy ghi ít hơn mỗi lần, hoặc thử lại sau',
  ],
  [
    /^((?:--[a-z-]+|[A-Z_]+): )?This is no connection string of MongoDB: .*$/,
    '$1Đây không phải chuỗi kết nối của MongoDB: cần chuỗi như mongodb://localhost/?replicaSet=rs0, ký tự lạ trong mật khẩu viết thành %XX',
  ],
  [
    /^The MongoDB server is no member of a replica set, .*$/,
    'Máy chủ MongoDB không thuộc replica set nên không có giao dịch. Một nút là đủ: chạy mongod với --replSet, rồi chạy rs.initiate() một lần',
  ],
  [
    /^((?:--[a-z-]+|[A-Z_]+): )?The option '(.*)' of the connection string has no value that it can have$/,
    "$1Tùy chọn '$2' của chuỗi kết nối có giá trị không hợp lệ",
  ],
  [
    /^The MongoDB servers are of the replica set '(.*)', not of '(.*)' as the connection string says: give (.*)$/,
    "Các máy chủ MongoDB thuộc replica set '$1', không phải '$2' như chuỗi kết nối ghi: hãy ghi $3",
  ],
  [
    /^((?:--[a-z-]+|[A-Z_]+): )?The file of tlsCAFile or tlsCertificateKeyFile cannot be read: .*$/,
    '$1Không đọc được tệp của tlsCAFile hoặc tlsCertificateKeyFile: hãy chỉ ra đường dẫn của một chứng chỉ',
  ],
  [/^The MongoDB server is older than 5\.0$/, 'Máy chủ MongoDB cũ hơn 5.0'],
]
