/** 150599 19800101 0017: the area, the birth date, the rest, as officers read it out. Anything else stays as it is. */
export function grouped(idNumber: string): string {
  return idNumber.replace(/^(\d{6})(\d{8})(\d{3}[\dXx])$/, "$1 $2 $3");
}
